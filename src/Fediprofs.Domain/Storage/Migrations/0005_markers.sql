-- How far somebody has read a list.
create table markers (
    account bigint not null,
    list smallint not null,                 -- MarkedList
    last_read bigint not null,
    version int not null default 1,
    updated_at timestamptz not null,
    primary key (account, list)
);
