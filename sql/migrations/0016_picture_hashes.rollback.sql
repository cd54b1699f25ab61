drop table mediaq.picture_hashes;
