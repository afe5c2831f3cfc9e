package dev.palabre.privacy.notice;

import java.time.Instant;

/** A version of a notice, without its words. */
record NoticeVersion(String version, Instant since) {}
