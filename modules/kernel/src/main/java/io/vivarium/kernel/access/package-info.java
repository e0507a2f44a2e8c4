/**
 * Access control: which identity may do what, and how lists are stored and shown. Pure decisions over the schemes that authentication
 * plugins offer. And how much is logged of those who try what they may not.
 */
@NullMarked
package io.vivarium.kernel.access;

import org.jspecify.annotations.NullMarked;
