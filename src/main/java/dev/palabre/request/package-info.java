/** What people ask of their data that takes a person to answer, and until when. */
@NullMarked
package dev.palabre.request;

import org.jspecify.annotations.NullMarked;
