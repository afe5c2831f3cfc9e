CREATE TABLE read_often (id integer PRIMARY KEY);
