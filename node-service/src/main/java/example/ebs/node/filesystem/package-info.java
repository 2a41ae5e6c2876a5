/** What is on a device, and making and checking a filesystem there. */
@NullMarked
package example.ebs.node.filesystem;

import org.jspecify.annotations.NullMarked;
