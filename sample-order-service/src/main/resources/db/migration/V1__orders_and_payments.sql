-- Serves H2 and PostgreSQL alike: only what both have in common.

create table orders (
  id         uuid primary key,
  user_id    varchar(64)              not null,
  product_id varchar(64)              not null,
  quantity   integer                  not null,
  amount     numeric(12, 2)           not null,
  status     varchar(16)              not null,
  placed_at  timestamp with time zone not null
);

create index orders_by_time on orders (placed_at);

-- The outbox: a payment is here before the provider is asked. Its id is the idempotency key of every attempt.
create table payments (
  id       uuid primary key,
  order_id uuid                     not null unique references orders (id),
  amount   numeric(12, 2)           not null,
  status   varchar(16)              not null,
  attempts integer                  not null,
  due_at   timestamp with time zone not null,
  claim    uuid                     not null
);

create index payments_by_due_time on payments (status, due_at);
