/** Everything the emulator knows, and the files that keep it. */
@NullMarked
package example.ebs.emulator.state;

import org.jspecify.annotations.NullMarked;
