/** Limits that the filesystem itself puts on directories. */
@NullMarked
package example.ebs.node.quota;

import org.jspecify.annotations.NullMarked;
