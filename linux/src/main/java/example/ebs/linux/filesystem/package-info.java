/** What is on a device, and making and checking a filesystem there. */
@NullMarked
package example.ebs.linux.filesystem;

import org.jspecify.annotations.NullMarked;
