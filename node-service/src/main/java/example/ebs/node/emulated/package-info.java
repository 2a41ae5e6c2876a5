/** A machine without EC2 that becomes an instance of an EC2 emulator. */
@NullMarked
package example.ebs.node.emulated;

import org.jspecify.annotations.NullMarked;
