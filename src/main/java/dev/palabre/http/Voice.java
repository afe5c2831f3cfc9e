package dev.palabre.http;

import dev.palabre.template.Messages;
import dev.palabre.template.Templates;

/**
 * What a room needs to speak with people.
 *
 * @param messages its words
 * @param templates its pages
 * @param failures what to say when something fails
 * @param links absolute addresses of this server
 */
public record Voice(Messages messages, Templates templates, ErrorHandler failures, PublicUrl links) {}
