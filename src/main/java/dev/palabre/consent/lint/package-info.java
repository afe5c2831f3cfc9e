/** Checks a policy against the law before it is published. */
@NullMarked
package dev.palabre.consent.lint;

import org.jspecify.annotations.NullMarked;
