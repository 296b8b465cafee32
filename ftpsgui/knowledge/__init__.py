"""Products, routers and clients from resources/; identification of the product."""
