"""Exports, erasures and privacy requests; consents to two texts, which nobody rewrites."""

import django.db.models.deletion
import marketplace.shared.clock
import marketplace.shared.ids
from django.conf import settings
from django.db import migrations, models

# What people agreed to so far was one text on both, so the same row proves both.
SPLIT_CONSENTS = """
INSERT INTO accounts_consent (id, created_at, user_id, kind, version, is_given, ip)
SELECT gen_random_uuid(), created_at, user_id, 'personal_data', version, is_given, ip
FROM accounts_consent WHERE kind = 'terms';
SET CONSTRAINTS ALL IMMEDIATE;
"""
JOIN_CONSENTS = "DELETE FROM accounts_consent WHERE kind = 'personal_data'"

# A consent is proof: only its address may go, when its owner is erased.
GUARD_CONSENTS = """
CREATE FUNCTION accounts_consent_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.ip IS NULL AND
        (NEW.id, NEW.created_at, NEW.user_id, NEW.kind, NEW.version, NEW.is_given)
        = (OLD.id, OLD.created_at, OLD.user_id, OLD.kind, OLD.version, OLD.is_given)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER accounts_consent_rows_stay BEFORE UPDATE OR DELETE ON accounts_consent
    FOR EACH ROW EXECUTE FUNCTION accounts_consent_stays();
CREATE TRIGGER accounts_consent_table_stays BEFORE TRUNCATE ON accounts_consent
    FOR EACH STATEMENT EXECUTE FUNCTION plaza_append_only();
"""
FREE_CONSENTS = """
DROP TRIGGER accounts_consent_rows_stay ON accounts_consent;
DROP TRIGGER accounts_consent_table_stays ON accounts_consent;
DROP FUNCTION accounts_consent_stays();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_notifications'),
        ('shared', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.UUIDField(default=marketplace.shared.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=marketplace.shared.clock.DbNow(), editable=False, verbose_name='creado')),
                ('status', models.CharField(choices=[('waiting', 'en preparación'), ('ready', 'lista'), ('failed', 'fallida'), ('expired', 'vencida')], default='waiting', max_length=10, verbose_name='estado')),
                ('file_name', models.CharField(blank=True, max_length=80, verbose_name='archivo')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='bytes')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('ready_at', models.DateTimeField(null=True, verbose_name='lista desde')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='vence')),
            ],
            options={
                'verbose_name': 'copia de datos',
                'verbose_name_plural': 'copias de datos',
            },
        ),
        migrations.CreateModel(
            name='DeletionRequest',
            fields=[
                ('id', models.UUIDField(default=marketplace.shared.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=marketplace.shared.clock.DbNow(), editable=False, verbose_name='creado')),
                ('status', models.CharField(choices=[('pending', 'pendiente'), ('withdrawn', 'retirada'), ('done', 'hecha')], default='pending', max_length=10, verbose_name='estado')),
                ('due_at', models.DateTimeField(verbose_name='se borra desde')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='terminada')),
                ('obstacle', models.CharField(blank=True, max_length=500, verbose_name='impedimento')),
                ('farewell_to', models.EmailField(blank=True, max_length=254, verbose_name='aviso final a')),
            ],
            options={
                'verbose_name': 'solicitud de borrado',
                'verbose_name_plural': 'solicitudes de borrado',
            },
        ),
        migrations.CreateModel(
            name='PrivacyRequest',
            fields=[
                ('id', models.UUIDField(default=marketplace.shared.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(db_default=marketplace.shared.clock.DbNow(), editable=False, verbose_name='creado')),
                ('number', models.CharField(max_length=21, unique=True, verbose_name='número')),
                ('kind', models.CharField(choices=[('query', 'consulta'), ('claim', 'reclamo'), ('correction', 'corrección'), ('revocation', 'revocatoria')], max_length=12, verbose_name='tipo')),
                ('status', models.CharField(choices=[('open', 'abierta'), ('extended', 'prorrogada'), ('answered', 'respondida'), ('closed', 'cerrada con la cuenta')], default='open', max_length=10, verbose_name='estado')),
                ('text', models.TextField(max_length=4000, verbose_name='solicitud')),
                ('due_on', models.DateField(verbose_name='responder hasta')),
                ('extension_reason', models.CharField(blank=True, max_length=500, verbose_name='motivo de la prórroga')),
                ('answer', models.TextField(blank=True, max_length=8000, verbose_name='respuesta')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='respondida')),
                ('answered_by', models.UUIDField(null=True, verbose_name='respondida por')),
            ],
            options={
                'verbose_name': 'solicitud de datos personales',
                'verbose_name_plural': 'solicitudes de datos personales',
            },
        ),
        migrations.AlterField(
            model_name='consent',
            name='kind',
            field=models.CharField(choices=[('terms', 'términos de uso'), ('personal_data', 'tratamiento de datos personales'), ('marketing', 'publicidad')], max_length=20, verbose_name='tipo'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['terms', 'personal_data', 'marketing'])), name='consent_kind_known'),
        ),
        migrations.AddField(
            model_name='dataexport',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='data_exports', to=settings.AUTH_USER_MODEL, verbose_name='persona'),
        ),
        migrations.AddField(
            model_name='deletionrequest',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deletion_requests', to=settings.AUTH_USER_MODEL, verbose_name='persona'),
        ),
        migrations.AddField(
            model_name='privacyrequest',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='privacy_requests', to=settings.AUTH_USER_MODEL, verbose_name='persona'),
        ),
        migrations.AddIndex(
            model_name='dataexport',
            index=models.Index(fields=['user', '-created_at'], name='export_of_user'),
        ),
        migrations.AddConstraint(
            model_name='dataexport',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('user',), name='export_one_waiting'),
        ),
        migrations.AddConstraint(
            model_name='dataexport',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'ready', 'failed', 'expired'])), name='export_status_known'),
        ),
        migrations.AddConstraint(
            model_name='dataexport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), models.Q(models.Q(('file_name', ''), _negated=True), models.Q(('sha256', ''), _negated=True), ('expires_at__isnull', False)), _connector='OR'), name='export_ready_has_file'),
        ),
        migrations.AddIndex(
            model_name='deletionrequest',
            index=models.Index(condition=models.Q(('status', 'pending')), fields=['due_at'], name='deletion_due'),
        ),
        migrations.AddConstraint(
            model_name='deletionrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['pending', 'done'])), fields=('user',), name='deletion_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='deletionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['pending', 'withdrawn', 'done'])), name='deletion_status_known'),
        ),
        migrations.AddConstraint(
            model_name='deletionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('status', 'pending')), models.Q(models.Q(('status', 'pending'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='deletion_closed_when'),
        ),
        migrations.AddIndex(
            model_name='privacyrequest',
            index=models.Index(fields=['user', '-created_at'], name='privacy_of_user'),
        ),
        migrations.AddIndex(
            model_name='privacyrequest',
            index=models.Index(condition=models.Q(('status__in', ['open', 'extended'])), fields=['due_on'], name='privacy_to_answer'),
        ),
        migrations.AddConstraint(
            model_name='privacyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['query', 'claim', 'correction', 'revocation'])), name='privacy_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='privacyrequest',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'extended', 'answered', 'closed'])), name='privacy_status_known'),
        ),
        migrations.AddConstraint(
            model_name='privacyrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'answered'), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='privacy_answered_when'),
        ),
        migrations.AddConstraint(
            model_name='privacyrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'extended'), _negated=True), models.Q(('extension_reason', ''), _negated=True), _connector='OR'), name='privacy_extended_why'),
        ),
        migrations.RunSQL(SPLIT_CONSENTS, JOIN_CONSENTS),
        migrations.RunSQL(GUARD_CONSENTS, FREE_CONSENTS),
    ]
