import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('factchecks', '0004_review_text_language'),
    ]

    operations = [
        migrations.AddField(
            model_name='claimreview',
            name='listed_on',
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        provenance='imported',
                        then=django.db.models.functions.comparison.Coalesce('published_on', 'claim_seen_on'),
                    ),
                    default=models.F('published_on'),
                ),
                output_field=models.DateField(),
                verbose_name='listed under',
            ),
        ),
        migrations.RemoveIndex(model_name='claimreview', name='review_newest'),
        migrations.AlterModelOptions(
            name='claimreview',
            options={
                'ordering': [models.OrderBy(models.F('listed_on'), descending=True, nulls_last=True), '-pk'],
                'verbose_name': 'debunk',
                'verbose_name_plural': 'debunks',
            },
        ),
        migrations.AddIndex(
            model_name='claimreview',
            index=models.Index(
                models.OrderBy(models.F('listed_on'), descending=True, nulls_last=True),
                models.OrderBy(models.F('id'), descending=True),
                name='review_newest',
            ),
        ),
    ]
