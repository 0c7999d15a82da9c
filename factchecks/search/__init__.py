"""Questions about debunks, rumours and changes, and the answers that pages show."""
