/** What authors do with their own comments and data: status page, mailed links, personal data. */
@NullMarked
package dev.palabre.privacy.selfservice;

import org.jspecify.annotations.NullMarked;
