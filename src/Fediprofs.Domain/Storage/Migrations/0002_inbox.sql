-- Notes of some 2 kB stay in their row and uncompressed: the journal is written once and mostly never read.
alter table inbox_journal alter column body set storage external;
alter table inbox_journal set (toast_tuple_target = 8160);

create index inbox_waiting_wants on inbox_waiting using hash (wants);
