/** What is told of clients in the audit log, and what is told of secrets anywhere: nothing. */
@NullMarked
package io.vivarium.acceptance.security;

import org.jspecify.annotations.NullMarked;
