package dev.palabre.consent.banner;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's choice, as the visitor takes it along.
 *
 * @param sentence when, and what it amounts to, in the reader's words
 * @param json the record with its digest, as the receipt has it
 */
public record RecordedChoice(String sentence, Map<String, @Nullable Object> json) {}
