/** What an ensemble survives in the field: dead, frozen and cut-off servers, lost directories, full disks, bad links. */
@NullMarked
package io.vivarium.acceptance.recovery;

import org.jspecify.annotations.NullMarked;
