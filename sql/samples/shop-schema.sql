-- A small shop on H2, as the demo has it. On MariaDB and MySQL write DATETIME for TIMESTAMP.

CREATE TABLE customer (
  id            BIGINT        NOT NULL PRIMARY KEY,
  full_name     VARCHAR(100)  NOT NULL,
  email         VARCHAR(200),
  phone         VARCHAR(40),
  birth_date    DATE,
  last_ip       VARCHAR(45),
  status        VARCHAR(10)   NOT NULL,
  created_at    TIMESTAMP      NOT NULL,
  closed_at     TIMESTAMP,
  anonymised_at TIMESTAMP,
  CONSTRAINT customer_email UNIQUE (email)
);

CREATE TABLE orders (
  id          BIGINT         NOT NULL PRIMARY KEY,
  customer_id BIGINT         NOT NULL,
  ordered_at  TIMESTAMP       NOT NULL,
  ship_to     VARCHAR(300)   NOT NULL,
  total       DECIMAL(10,2)  NOT NULL,
  CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
);

CREATE INDEX orders_by_date ON orders (ordered_at);

CREATE TABLE order_item (
  id        BIGINT         NOT NULL PRIMARY KEY,
  order_id  BIGINT         NOT NULL,
  article   VARCHAR(60)    NOT NULL,
  quantity  INT            NOT NULL,
  price     DECIMAL(10,2)  NOT NULL,
  CONSTRAINT order_item_order FOREIGN KEY (order_id) REFERENCES orders (id)
);

CREATE TABLE payment (
  id         BIGINT         NOT NULL PRIMARY KEY,
  order_id   BIGINT         NOT NULL,
  method     VARCHAR(20)    NOT NULL,
  card_last4 CHAR(4),
  amount     DECIMAL(10,2)  NOT NULL,
  paid_at    TIMESTAMP       NOT NULL,
  CONSTRAINT payment_order FOREIGN KEY (order_id) REFERENCES orders (id)
);

-- Most visits are anonymous: customer_id is empty.
CREATE TABLE visit (
  id          BIGINT        NOT NULL PRIMARY KEY,
  customer_id BIGINT,
  visited_at  TIMESTAMP      NOT NULL,
  ip          VARCHAR(45)   NOT NULL,
  page        VARCHAR(100)  NOT NULL,
  seconds     INT           NOT NULL,
  CONSTRAINT visit_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
);

CREATE INDEX visit_by_date ON visit (visited_at);

-- The chat came from another vendor: customer_ref points at customer.id, but no foreign key says so.
CREATE TABLE chat_message (
  id           BIGINT         NOT NULL PRIMARY KEY,
  customer_ref BIGINT         NOT NULL,
  sent_at      TIMESTAMP       NOT NULL,
  body         VARCHAR(1000)  NOT NULL
);

CREATE INDEX chat_message_by_date ON chat_message (sent_at);
CREATE INDEX chat_message_by_customer ON chat_message (customer_ref);

CREATE TABLE invoice (
  id          BIGINT         NOT NULL PRIMARY KEY,
  customer_id BIGINT         NOT NULL,
  number      VARCHAR(20)    NOT NULL,
  issued_at   DATE           NOT NULL,
  amount      DECIMAL(10,2)  NOT NULL,
  note        VARCHAR(200)   NOT NULL,
  CONSTRAINT invoice_customer FOREIGN KEY (customer_id) REFERENCES customer (id),
  CONSTRAINT invoice_number UNIQUE (number)
);

CREATE INDEX invoice_by_date ON invoice (issued_at);
