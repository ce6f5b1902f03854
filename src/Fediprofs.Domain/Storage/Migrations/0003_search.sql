-- What is searched. Words are kept beside the rows, not in them, so that counting a post does not write an index of names.

-- Lower case without accents, also where the database's locale knows only ASCII.
create function folded(value text) returns text
language sql immutable strict parallel safe
return translate(
    replace(replace(replace(replace(lower(value), 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
    'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸ',
    'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy');

create table post_words (
    post bigint primary key references posts on delete cascade,
    words tsvector not null
);
create index post_words_words on post_words using gin (words);

create table actor_words (
    actor bigint primary key references actors on delete cascade,
    words tsvector not null
);
create index actor_words_words on actor_words using gin (words);

create index posts_tagged on posts (id desc) where visibility = 0 and tags <> '{}';
