/** What users are told, in words, on the object it is about. */
@NullMarked
package example.ebs.provisioner.event;

import org.jspecify.annotations.NullMarked;
