"""What the public may see, said once, as SQL.

``p`` is the product, ``c`` its category, ``s`` its shop, ``b`` its brand.
"""

JOINS = """
JOIN catalog_category c ON c.id = p.category_id
JOIN vendors_vendor s ON s.id = p.vendor_id
LEFT JOIN catalog_brand b ON b.id = p.brand_id
"""

VISIBLE = """
p.status = 'active' AND p.deleted_at IS NULL AND c.is_active AND s.status = 'approved'
"""
