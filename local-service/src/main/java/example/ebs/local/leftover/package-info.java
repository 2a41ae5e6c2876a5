/** Removes inline volumes whose pod is gone without anybody having asked for their end. */
@NullMarked
package example.ebs.local.leftover;

import org.jspecify.annotations.NullMarked;
