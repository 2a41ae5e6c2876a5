/** What is under way for callers, on which threads, and how long it has been. */
@NullMarked
package example.ebs.csi.work;

import org.jspecify.annotations.NullMarked;
