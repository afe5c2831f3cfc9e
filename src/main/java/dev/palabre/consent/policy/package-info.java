/** Consent policies as documents: purposes, services, trackers, versions and their stores. */
@NullMarked
package dev.palabre.consent.policy;

import org.jspecify.annotations.NullMarked;
