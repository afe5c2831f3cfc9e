package dev.palabre.privacy.notice;

import java.time.Instant;

/** A version of a notice as it was stored when it was first served. */
public record StoredNotice(Notice notice, Instant since) {}
