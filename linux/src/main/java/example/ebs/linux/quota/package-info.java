/** Limits that the filesystem itself puts on directories. */
@NullMarked
package example.ebs.linux.quota;

import org.jspecify.annotations.NullMarked;
