create table price_list (
  product_id varchar(64) primary key,
  name       varchar(128)   not null,
  price      numeric(12, 2) not null
);

insert into price_list (product_id, name, price) values
  ('coffee', 'Coffee beans, 1 kg', 18.90),
  ('teapot', 'Teapot, cast iron', 64.50),
  ('espresso-machine', 'Espresso machine', 1499.00);
