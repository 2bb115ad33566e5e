from django.db import migrations

from accounts.divipola import read_divipola

BATCH = 1_000


def write_official_names(apps, schema_editor):
    """Write departments and cities of shops and tariffs as the addresses of buyers have them.

    What nobody can tell stays as it is, and so does a tariff whose official name the shop has
    already: that one is asked first.
    """
    divipola = read_divipola()
    vendors = apps.get_model('vendors', 'Vendor').objects
    placed = []
    for vendor in vendors.order_by('pk').iterator(chunk_size=BATCH):
        department = divipola.department(vendor.department)
        town = department and divipola.town(vendor.city, department=department)
        if town:
            vendor.city, vendor.department = town.name, department.name
            placed.append(vendor)
    vendors.bulk_update(placed, ['city', 'department'], batch_size=BATCH)
    rates = apps.get_model('vendors', 'ShippingRate').objects
    for rate in rates.exclude(department='').order_by('pk'):
        department = divipola.department(rate.department)
        if department is None or department.name == rate.department:
            continue
        if not rates.filter(vendor_id=rate.vendor_id, department=department.name).exists():
            rates.filter(pk=rate.pk).update(department=department.name)


class Migration(migrations.Migration):
    """The way back leaves the official names, which were valid before."""

    dependencies = [
        ('vendors', '0003_invitations'),
        ('accounts', '0009_places'),
    ]

    operations = [
        migrations.RunPython(write_official_names, migrations.RunPython.noop),
    ]
