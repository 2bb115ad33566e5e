"""What is sold: categories, brands, products, variants, stock, images, reviews, search."""
