//! Enums of strings: a macro that defines one from its variants and their values. It knows no variant by itself.

/// Defines an enum of strings, with a variant for values that are not listed.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the client's crate has this one as its module `support`"
)]
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$variant_docs:meta])* $variant:ident = $value:literal,)* }
    ) => {
        $(#[$attribute])*
        ///
        /// A service may send values that are not listed here. Match on those that you know, and leave the rest to a
        /// wildcard, so that your code keeps working when this crate learns a new one.
        #[non_exhaustive]
        #[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name {
            $($(#[$variant_docs])* $variant,)*
            /// A value that is not listed here.
            #[deprecated(note = "Don't match on `Unknown`: use a wildcard, and compare `as_str()`.")]
            Unknown(crate::support::error::UnknownVariantValue),
        }

        impl $name {
            /// The value as a string.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }

            /// The values that are listed here, as strings.
            #[inline]
            pub const fn values() -> &'static [&'static str] {
                &[$($value),*]
            }

            /// Finds the variant of a value that is listed here.
            #[inline]
            pub fn try_parse(value: &str) -> ::std::result::Result<Self, crate::support::error::UnknownVariantError> {
                match <Self as ::std::convert::From<&str>>::from(value) {
                    Self::Unknown(_) => {
                        ::std::result::Result::Err(crate::support::error::UnknownVariantError::new(value))
                    }
                    known => ::std::result::Result::Ok(known),
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    other => Self::Unknown(crate::support::error::UnknownVariantValue::new(other)),
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(<Self as ::std::convert::From<&str>>::from(value))
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub use string_enum;
