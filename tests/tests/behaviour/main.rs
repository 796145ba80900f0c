//! x
use proptest as _; 
