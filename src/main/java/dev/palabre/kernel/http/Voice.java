package dev.palabre.kernel.http;

import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;

/**
 * What a room needs to speak with people.
 *
 * @param messages its words
 * @param templates its pages
 * @param failures what to say when something fails
 * @param links absolute addresses of this server
 */
public record Voice(Messages messages, Templates templates, Failures failures, Links links) {}
