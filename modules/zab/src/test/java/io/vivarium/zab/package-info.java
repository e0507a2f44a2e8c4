/** Tests of the whole machine, alone among scripted peers and several against each other. */
@NullMarked
package io.vivarium.zab;

import org.jspecify.annotations.NullMarked;
