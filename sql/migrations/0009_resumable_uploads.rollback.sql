drop table mediaq.resumable_uploads;
