/** The console pages about consent: policy, publication, reports. */
@NullMarked
package dev.palabre.console.consent;

import org.jspecify.annotations.NullMarked;
