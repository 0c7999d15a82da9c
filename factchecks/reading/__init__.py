"""From captures to readings, and from readings and editors' decisions to debunks."""
