package org.quietus.plan;

import org.quietus.catalog.ForeignKey.OnDelete;

/** A catalog of the shape of MySQL's sample database, with its cycle and its shared addresses. */
public final class Sakila {
  private Sakila() {}

  public static CatalogBuilder catalog() {
    return CatalogBuilder.aCatalog()
        .table(
            "address",
            "address_id smallint pk",
            "address varchar(50)",
            "phone varchar(20)",
            "location geometry",
            "last_update timestamp onupdate")
        .table(
            "store",
            "store_id tinyint pk",
            "manager_staff_id tinyint unique",
            "address_id smallint")
        .table(
            "staff",
            "staff_id tinyint pk",
            "first_name varchar(45)",
            "address_id smallint",
            "store_id tinyint")
        .table("film", "film_id smallint pk", "title varchar(255)")
        .table("inventory", "inventory_id int pk", "film_id smallint", "store_id tinyint")
        .table(
            "customer",
            "customer_id smallint pk",
            "store_id tinyint",
            "first_name varchar(45)",
            "last_name varchar(45) index",
            "email varchar(50) null",
            "address_id smallint",
            "active bool",
            "create_date datetime",
            "last_update timestamp null onupdate")
        .table(
            "rental",
            "rental_id int pk",
            "rental_date datetime",
            "inventory_id int",
            "customer_id smallint",
            "staff_id tinyint")
        .table(
            "payment",
            "payment_id smallint pk",
            "customer_id smallint",
            "staff_id tinyint",
            "rental_id int null",
            "amount decimal(5,2)",
            "payment_date datetime")
        .key("store.manager_staff_id -> staff.staff_id", OnDelete.RESTRICT)
        .key("store.address_id -> address.address_id", OnDelete.RESTRICT)
        .key("staff.store_id -> store.store_id", OnDelete.RESTRICT)
        .key("staff.address_id -> address.address_id", OnDelete.RESTRICT)
        .key("inventory.film_id -> film.film_id", OnDelete.RESTRICT)
        .key("inventory.store_id -> store.store_id", OnDelete.RESTRICT)
        .key("customer.store_id -> store.store_id", OnDelete.RESTRICT)
        .key("customer.address_id -> address.address_id", OnDelete.RESTRICT)
        .key("rental.inventory_id -> inventory.inventory_id", OnDelete.RESTRICT)
        .key("rental.customer_id -> customer.customer_id", OnDelete.RESTRICT)
        .key("rental.staff_id -> staff.staff_id", OnDelete.RESTRICT)
        .key("payment.customer_id -> customer.customer_id", OnDelete.RESTRICT)
        .key("payment.staff_id -> staff.staff_id", OnDelete.RESTRICT)
        .key("payment.rental_id -> rental.rental_id", OnDelete.SET_NULL)
        .unique("rental.rental_date+inventory_id+customer_id");
  }
}
