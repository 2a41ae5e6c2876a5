/** How long EC2 takes for things, and waiting. */
@NullMarked
package example.ebs.emulator.time;

import org.jspecify.annotations.NullMarked;
