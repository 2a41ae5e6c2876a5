/** Snapshots of volumes. */
@NullMarked
package example.ebs.emulator.snapshot;

import org.jspecify.annotations.NullMarked;
