/** The vocabulary: paths, zxid, epoch, stat, ACL, sealed requests, replies, txns and watch events, error codes, quorum arithmetic. Immutable. */
@NullMarked
package io.vivarium.model;

import org.jspecify.annotations.NullMarked;
