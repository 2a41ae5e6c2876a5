/** HTTP in front of the region. */
@NullMarked
package example.ebs.emulator.server;

import org.jspecify.annotations.NullMarked;
