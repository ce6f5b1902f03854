-- Activities and posts of a few kilobytes stay in their row as they are: compressing each of them at some two kilobytes, which is
-- PostgreSQL's habit, costs processor time on every insert and every read.
alter table inbox_journal set (toast_tuple_target = 8160);
alter table posts set (toast_tuple_target = 8160);
alter table outgoing_body set (toast_tuple_target = 8160);
