package repair

// rules are tried in this order. Those that make code readable come before those that need its tree, those that say
// what was meant before those that only keep from failing.
var rules = []rule{
	// what is around the code, or of another language
	codeFence,
	wholeFunction,
	foreignFunction,
	typographic,
	storedAnswer,
	pythonBlocks,
	arrowTest,
	foreignWords,
	foreignLoop,
	lineBreaks,
	innerFunction,
	ternary,
	bareBranch,
	assignmentAsTest,
	openBracket,
	surplus,
	unclosed,

	// what does not exist, or has another name
	constantVariable,
	redeclared,
	shadowedName,
	typeName,
	unknownFunction,
	writtenIndicator,
	fieldName,
	listMethod,
	foreignCall,
	foreignConstant,
	silentPrint,
	formattedText,
	wholePower,
	otherData,
	missingImport,
	outOfScope,
	undeclared,
	wrongArity,
	severalResults,

	// what is of another kind than its place asks for
	history,
	numberAsSlice,
	listOfResult,
	wrongReturn,
	comparedWithNil,
	powerOperator,
	chainedComparison,
	floatModulo,
	floatCounter,
	neverPointer,
	pointerDereference,
	sliceAsNumber,
	klinesWanted,
	truthOfValue,
	wholeDivision,
	wholeAndBroken,
	rangeOverNumber,
	crashingLiteral,

	// what fails when it runs
	negativeIndex,
	timeframeName,
	shadowedValue,
	wrongAssertion,
	uncheckedAssertion,
	nilMap,
	explicitPanic,
	neverMade,
	offByOne,
	endlessLoop,
	breakInSwitch,
	zeroStep,
	zeroDivisor,
	missingNilCheck,
	missingLengthCheck,
	missingBoundsCheck,
	missingReturn,
}

// finishing are the rules for what does not fail, and still is not what anybody meant.
var finishing = []rule{
	{name: timeframeName.name, explanation: timeframeName.explanation, edits: renameTimeframes},
	{name: floatCounter.name, explanation: floatCounter.explanation, edits: func(found finding) []edit {
		if found.Program == nil {
			return nil
		}
		return floatCounter.edits(found)
	}},
	{name: missingReturn.name, explanation: missingReturn.explanation, edits: answerAtEnd},
}
