/** The replicated state machine: znodes, ACLs, ephemerals, quotas, digest and the watch table. Applies txns, answers reads. */
@NullMarked
package io.vivarium.tree;

import org.jspecify.annotations.NullMarked;
