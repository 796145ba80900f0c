//! The parser: turns tokens into an expression, by the binding powers of JMESPath's specification.

use super::{
    Expr, Problem,
    lexer::{Lexeme, Token, lexemes},
};

/// The longest expression. Those of models are short, and a bound saves code that walks an expression from overflowing
/// the stack.
const MOST_TOKENS: usize = 256;

/// Binding powers of operators: how strongly they bind the expression to their left.
mod power {
    pub const NONE: u8 = 0;
    pub const PIPE: u8 = 1;
    pub const OR: u8 = 2;
    pub const AND: u8 = 3;
    pub const COMPARE: u8 = 5;
    pub const FLATTEN: u8 = 9;
    /// Operators of a lower power end a projection.
    pub const PROJECTION: u8 = 10;
    pub const STAR: u8 = 20;
    pub const FILTER: u8 = 21;
    pub const DOT: u8 = 40;
    pub const NOT: u8 = 45;
    pub const BRACKET: u8 = 55;
}

/// Parses an expression.
///
/// # Errors
///
/// It is not JMESPath, or uses an unsupported feature: slices and references to expressions.
pub fn parse(text: &str) -> Result<Expr, Problem> {
    let lexemes = lexemes(text)?;
    if lexemes.len() > MOST_TOKENS {
        return Err(Problem::new(
            format!("that has more than {MOST_TOKENS} tokens"),
            "split it, or take it away",
        ));
    }
    let mut parser = Parser { lexemes, at: 0 };
    let expr = parser.expr(power::NONE)?;
    parser.expect(&Token::End)?;
    Ok(expr)
}

struct Parser {
    lexemes: Vec<Lexeme>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.lexemes[self.at].token
    }

    fn second(&self) -> Option<&Token> {
        self.lexemes.get(self.at + 1).map(|lexeme| &lexeme.token)
    }

    /// Takes the next token; the end is never passed.
    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        if token != Token::End {
            self.at += 1;
        }
        token
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.peek() == token;
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, token: &Token) -> Result<(), Problem> {
        if self.peek() == token {
            self.next();
            return Ok(());
        }
        Err(self.unexpected(&token.shown()))
    }

    /// The error for a next token that cannot follow.
    fn unexpected(&self, expected: &str) -> Problem {
        let Lexeme { token, column } = &self.lexemes[self.at];
        Problem::new(
            format!("at column {column} there is {}, not {expected}", token.shown()),
            "write it as <https://jmespath.org/specification.html> says",
        )
    }

    fn unsupported(&self, what: &str) -> Problem {
        Problem::new(
            format!(
                "at column {} it has {what}, which is not supported",
                self.lexemes[self.at].column
            ),
            "say the same without: leave out the operation that needs it, or change the model",
        )
    }

    /// Parses an expression of operators that bind more than `least`.
    fn expr(&mut self, least: u8) -> Result<Expr, Problem> {
        let mut left = self.prefix()?;
        while power_of(self.peek()) > least {
            left = self.infix(left)?;
        }
        Ok(left)
    }

    /// Parses the start of an expression.
    fn prefix(&mut self) -> Result<Expr, Problem> {
        match self.peek().clone() {
            Token::Name(name) => {
                self.next();
                if self.take(&Token::OpenParen) {
                    return Ok(Expr::Call(name, self.items(&Token::CloseParen)?));
                }
                Ok(Expr::Field(name))
            }
            Token::Quoted(name) => {
                self.next();
                Ok(Expr::Field(name))
            }
            Token::Literal(value) => {
                self.next();
                Ok(Expr::Literal(value))
            }
            Token::At => {
                self.next();
                Ok(Expr::Current)
            }
            Token::Not => {
                self.next();
                Ok(Expr::Not(Box::new(self.expr(power::NOT)?)))
            }
            Token::OpenParen => {
                self.next();
                let inner = self.expr(power::NONE)?;
                self.expect(&Token::CloseParen)?;
                Ok(inner)
            }
            Token::OpenBrace => self.hash(),
            Token::OpenBracket if self.starts_list() => self.list(),
            Token::Star => self.values(Expr::Current, power::STAR),
            Token::OpenBracket | Token::Flatten | Token::Filter => self.infix(Expr::Current),
            Token::Ampersand => Err(self.unsupported("a reference to an expression")),
            _ => Err(self.unexpected("a value")),
        }
    }

    /// Parses an operator that follows a value.
    fn infix(&mut self, left: Expr) -> Result<Expr, Problem> {
        let boxed = Box::new;
        match self.next() {
            Token::Dot if *self.peek() == Token::Star => self.values(left, power::DOT),
            Token::Dot => Ok(then(left, self.after_dot(power::DOT)?)),
            Token::Pipe => Ok(then(left, self.expr(power::PIPE)?)),
            Token::Or => Ok(Expr::Or(boxed(left), boxed(self.expr(power::OR)?))),
            Token::And => Ok(Expr::And(boxed(left), boxed(self.expr(power::AND)?))),
            Token::Compare(how) => Ok(Expr::Compare(how, boxed(left), boxed(self.expr(power::COMPARE)?))),
            Token::Flatten => self.each(Expr::Flatten(boxed(left)), power::FLATTEN),
            Token::Filter => {
                let condition = self.expr(power::NONE)?;
                self.expect(&Token::CloseBracket)?;
                self.each(Expr::Filter(boxed(left), boxed(condition)), power::FILTER)
            }
            Token::OpenBracket => self.bracket(left),
            _ => Err(self.unexpected("an operator")),
        }
    }

    /// `[0]` or `[*]`, after its first bracket.
    fn bracket(&mut self, left: Expr) -> Result<Expr, Problem> {
        match (self.peek().clone(), self.second()) {
            (Token::Colon, _) | (Token::Number(_), Some(Token::Colon)) => Err(self.unsupported("a slice")),
            (Token::Number(index), _) => {
                self.next();
                self.expect(&Token::CloseBracket)?;
                Ok(then(left, Expr::Index(index)))
            }
            (Token::Star, _) => {
                self.next();
                self.expect(&Token::CloseBracket)?;
                self.each(left, power::STAR)
            }
            _ => Err(self.unexpected("an index or `*`")),
        }
    }

    /// A projection of the values of a map, at its star.
    fn values(&mut self, map: Expr, power: u8) -> Result<Expr, Problem> {
        self.expect(&Token::Star)?;
        self.each(Expr::Values(Box::new(map)), power)
    }

    /// Parses the expression of a projection, which is evaluated on each element.
    fn each(&mut self, list: Expr, power: u8) -> Result<Expr, Problem> {
        let each = match self.peek() {
            token if power_of(token) < power::PROJECTION => Expr::Current,
            Token::Dot => {
                self.next();
                self.after_dot(power)?
            }
            Token::OpenBracket | Token::Filter => self.expr(power)?,
            _ => return Err(self.unexpected("a member")),
        };
        Ok(Expr::Each(Box::new(list), Box::new(each)))
    }

    /// Parses the expression after a dot.
    fn after_dot(&mut self, power: u8) -> Result<Expr, Problem> {
        match self.peek() {
            Token::Name(_) | Token::Quoted(_) | Token::Star => self.expr(power),
            Token::OpenBracket => self.list(),
            Token::OpenBrace => self.hash(),
            _ => Err(self.unexpected("a member")),
        }
    }

    /// Tells whether the next bracket starts a list of values, not an index.
    fn starts_list(&self) -> bool {
        let is_star = self.second() == Some(&Token::Star)
            && self.lexemes.get(self.at + 2).map(|lexeme| &lexeme.token) == Some(&Token::CloseBracket);
        !is_star && !matches!(self.second(), Some(Token::Number(_) | Token::Colon))
    }

    fn list(&mut self) -> Result<Expr, Problem> {
        self.expect(&Token::OpenBracket)?;
        let items = self.items(&Token::CloseBracket)?;
        if items.is_empty() {
            return Err(self.unexpected("a value before `]`"));
        }
        Ok(Expr::List(items))
    }

    /// Parses expressions with commas between them, up to the closing token.
    fn items(&mut self, close: &Token) -> Result<Vec<Expr>, Problem> {
        let mut items = Vec::new();
        if self.take(close) {
            return Ok(items);
        }
        loop {
            items.push(self.expr(power::NONE)?);
            if !self.take(&Token::Comma) {
                self.expect(close)?;
                return Ok(items);
            }
        }
    }

    fn hash(&mut self) -> Result<Expr, Problem> {
        self.expect(&Token::OpenBrace)?;
        let mut parts = Vec::new();
        loop {
            let (Token::Name(name) | Token::Quoted(name)) = self.peek().clone() else {
                return Err(self.unexpected("a name"));
            };
            self.next();
            self.expect(&Token::Colon)?;
            parts.push((name, self.expr(power::NONE)?));
            if !self.take(&Token::Comma) {
                self.expect(&Token::CloseBrace)?;
                return Ok(Expr::Hash(parts));
            }
        }
    }
}

fn power_of(token: &Token) -> u8 {
    match token {
        Token::Pipe => power::PIPE,
        Token::Or => power::OR,
        Token::And => power::AND,
        Token::Compare(_) => power::COMPARE,
        Token::Flatten => power::FLATTEN,
        Token::Filter => power::FILTER,
        Token::Dot => power::DOT,
        Token::OpenBracket => power::BRACKET,
        Token::Star
        | Token::Not
        | Token::OpenBrace
        | Token::OpenParen
        | Token::Name(_)
        | Token::Quoted(_)
        | Token::Literal(_)
        | Token::Number(_)
        | Token::Comma
        | Token::Colon
        | Token::At
        | Token::Ampersand
        | Token::CloseParen
        | Token::CloseBrace
        | Token::CloseBracket
        | Token::End => power::NONE,
    }
}

/// Evaluates one expression on the value of another.
fn then(left: Expr, right: Expr) -> Expr {
    match left {
        Expr::Current => right,
        left => Expr::Then(Box::new(left), Box::new(right)),
    }
}
