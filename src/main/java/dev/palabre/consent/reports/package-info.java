/** Figures and undeclared trackers, reported to the owners of a site. */
@NullMarked
package dev.palabre.consent.reports;

import org.jspecify.annotations.NullMarked;
