ALTER TABLE read_often ADD COLUMN word text;
