-- Rows of a migration's source that are no entity (deleted users, tables that nobody knows), for a
-- way back: gzip of one JSON row a line, which may hold secrets. Null where there were none.
alter table migrations add column leftovers bytea;
