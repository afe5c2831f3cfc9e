package dev.palabre.config;

import java.util.List;

/** Mistakes in the options: one sentence each, which names the option and says what to do. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(List<String> sentences) {
        super(String.join("\n", sentences));
    }
}
