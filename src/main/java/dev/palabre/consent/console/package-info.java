/** The pages of the console that are about consent: what is asked, edited by plain forms. */
@org.jspecify.annotations.NullMarked
package dev.palabre.consent.console;
