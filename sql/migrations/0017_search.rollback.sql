drop table mediaq.search_entries;
