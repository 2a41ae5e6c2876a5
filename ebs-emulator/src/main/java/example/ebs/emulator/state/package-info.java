/** Everything the emulator knows, and the file that keeps it. */
@NullMarked
package example.ebs.emulator.state;

import org.jspecify.annotations.NullMarked;
